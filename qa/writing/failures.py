"""What can go wrong with a model. None of it is an error for whoever asks: the quotes stand."""

from qa.writing.written import WriterStatus


class ModelFailed(Exception):
    """A model did not write, or not to the end.

    `reason` is a sentence for the record of the answer. It never has words of the model's server
    in it, which may be anybody's, nor the key or the address. `retry_after` are the seconds after
    which it is worth another try; None where it is not.
    """

    def __init__(
        self, status: WriterStatus, reason: str, *, retry_after: float | None = None
    ) -> None:
        super().__init__(reason)
        self.status: WriterStatus = status
        self.reason = reason
        self.retry_after = retry_after
