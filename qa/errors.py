"""What can go wrong while a question is answered; every message is fit to show to a user.

AnswerError
 ├─ ConfigError        a setting is unknown or has a value that it cannot have
 ├─ QuestionRejected   the question is empty, too long, or no text
 ├─ RecordRejected     a file or request holds no answer record
 ├─ ScopeRejected      a filter of documents is none
 ├─ NothingWithin      no document matches the filter
 ├─ BeingMade          what is asked for is being made
 ├─ ShuttingDown       the service is ending
 └─ CollectionEmpty    there is nothing to ask
"""


class AnswerError(Exception):
    """Base of all errors of `qa`; the message names the value and the remedy."""


class ConfigError(AnswerError):
    """A setting is unknown, or has a value that it cannot have."""


class QuestionRejected(AnswerError):
    """The question is empty, too long, or no text."""


class RecordRejected(AnswerError):
    """What was given to be verified is no answer record."""


class CollectionEmpty(AnswerError):
    """There is no document in the collection."""


class BeingMade(AnswerError):
    """What is asked for is being made of the whole collection, and takes long."""


class ShuttingDown(AnswerError):
    """The service is ending, and what is watched goes on when it is there again."""

    code = "shutting_down"


class ScopeRejected(AnswerError):
    """A filter of documents is none, such as a date that is no date."""


class NothingWithin(AnswerError):
    """No document matches the filter."""
