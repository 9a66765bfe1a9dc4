"""How a GraphQL request becomes an answer.

``request`` reads it, ``documents`` parses and checks its text once, ``limits`` refuses what is too much, ``cost``
says what it will take, ``columnar`` executes it, ``answering`` puts these together and remembers answers.
"""
