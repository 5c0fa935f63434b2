"""The reply about folders, for the documentation."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class RefusedReply(BaseModel):
    name: str
    code: str
    reason: str


class FoldersReply(BaseModel):
    folders: Annotated[list[str], Field(description="Their names; empty if there are none.")]
    state: Annotated[
        Literal["none", "waiting", "looking", "reading", "done", "failed"],
        Field(
            description="`waiting` until the model is loaded, `looking` while the files are "
            "listed; `done` when all were read, or refused."
        ),
    ]
    files: Annotated[int, Field(description="How many files there are.")]
    done: Annotated[int, Field(description="How many of them were read, refused or unchanged.")]
    reading: Annotated[str, Field(description="The file that is being read.")]
    counts: Annotated[
        dict[str, int],
        Field(description="Documents by what became of them: `added`, `unchanged`, `refused`, …"),
    ]
    refused: Annotated[
        list[RefusedReply], Field(description="Files that could not be read, up to 1,000.")
    ]
    problem: Annotated[
        str, Field(description="What keeps all or one of the folders from being read.")
    ]
