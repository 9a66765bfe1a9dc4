"""Who asks: what fairness and rate limits count by."""

from ipaddress import IPv6Address, ip_address

from starlette.requests import HTTPConnection


def client_of(request: HTTPConnection) -> str:
    """The client's address; of IPv6 the first 64 bits, since one customer has all of them."""
    return network(request.client.host) if request.client else "local"


def network(host: str) -> str:
    """What stands for a client with this address.

    >>> network("192.0.2.7"), network("2001:db8:1:2:3:4:5:6"), network("testclient")
    ('192.0.2.7', '2001:db8:1:2::/64', 'testclient')
    """
    if ":" not in host:
        return host
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"
