"""The reply about folders, for the documentation."""

from typing import Annotated

from pydantic import BaseModel, Field

from index.ingest.folder_worker import State


class RefusedReply(BaseModel):
    name: str
    code: str
    reason: str


class FoldersReply(BaseModel):
    folders: Annotated[list[str], Field(description="Their names; empty if there are none.")]
    state: Annotated[
        State,
        Field(
            description="`waiting` until the model is loaded, `looking` while the files are "
            "listed; `done` when all have been read or refused."
        ),
    ]
    files: Annotated[int, Field(description="How many files there are.")]
    done: Annotated[int, Field(description="How many of them were read, refused or unchanged.")]
    reading: Annotated[str, Field(description="The file that is being read now.")]
    counts: Annotated[
        dict[str, int],
        Field(description="Documents by what became of them: `added`, `unchanged`, `refused`, …"),
    ]
    refused: Annotated[
        list[RefusedReply], Field(description="Files that could not be read, up to 1,000.")
    ]
    problem: Annotated[str, Field(description="What holds up all of it, or one of the folders.")]
