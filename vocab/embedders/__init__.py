"""One file a backend; each imports its own model library and nothing else does.

A library is told here, before it can be imported, to send nothing home: onnxruntime would name the machine to its
makers, and keep files about it in the user's home.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
