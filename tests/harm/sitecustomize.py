"""Libraries that crash: loaded by every Python process that has this folder on its path.

What a member of an archive is called says what happens when it is taken out.
"""

from __future__ import annotations

import os
import signal
import tarfile
import time
import zipfile
from pathlib import Path
from typing import Any


def obey(name: str) -> None:
    if "crash" in name:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "exit" in name:
        os._exit(0)
    if "eat" in name:
        raise AssertionError(len([bytearray(1 << 20) for _ in range(4096)]))
    if "hang" in name:
        time.sleep(3600)
    if "once" in name and not Path(os.environ["HARM_DONE"]).exists():
        Path(os.environ["HARM_DONE"]).touch()
        os.kill(os.getpid(), signal.SIGKILL)


_open, _extractfile = zipfile.ZipFile.open, tarfile.TarFile.extractfile


def open_zip(self: Any, member: Any, *more: Any, **others: Any) -> Any:
    obey(str(getattr(member, "filename", member)))
    return _open(self, member, *more, **others)


def extract_tar(self: Any, member: Any) -> Any:
    obey(member.name)
    return _extractfile(self, member)


vars(zipfile)["ZipFile"].open = open_zip
vars(tarfile)["TarFile"].extractfile = extract_tar

if "HARM_COUNT" in os.environ:  # who loads jieba's dictionary
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

    _dictionary = jieba.Tokenizer.get_dict_file

    def count(self: Any) -> Any:
        with Path(os.environ["HARM_COUNT"]).open("a", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")
        return _dictionary(self)

    vars(jieba)["Tokenizer"].get_dict_file = count
