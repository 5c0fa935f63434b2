"""Requests whose forms are kept in temporary files until they are read."""

import errno

from flask import Request

from index.errors import DiskFull

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class FormRequest(Request):
    """A request that says so when there is no room for its form."""

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except OSError as exc:
            if exc.errno not in _FULL:
                raise
            raise DiskFull("the folder for temporary files is full") from exc
