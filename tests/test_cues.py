"""Subtitles are speech: sentences run over cues, and who speaks and when is kept."""

import pytest

from corpus import Source, detect
from corpus.reading import read

SRT = (
    "1\n00:00:01,000 --> 00:00:03,500\nThe herons left\n\n"
    "2\n00:00:03,600 --> 00:00:06,000\n<i>the fen</i> in May.\n\n"
    "3\n00:01:06,100 --> 00:01:09,000\n{\\an8}Nobody saw\nthem go.\n"
)


def text_of(data: str, name: str = "talk.srt", encoding: str = "utf-8") -> str:
    return read(data.encode(encoding), Source("test:talk", name), name).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["talk.srt", "talk.txt", "talk"])
def test_sentences_run_over_cues_under_their_times(name: str, encoding: str) -> None:
    assert text_of(SRT.replace("\n", "\r\n"), name, encoding) == (
        "00:00:01\n\nThe herons left the fen in May.\n\n00:01:06\n\nNobody saw them go."
    )


def test_the_times_are_headings_and_not_the_title() -> None:
    document = read(SRT.encode(), Source("test:talk", "fen talk.srt"), "fen talk.srt")

    assert [heading.title for heading in document.headings] == ["00:00:01", "00:01:06"]
    assert document.title == "fen talk"


def test_a_sentence_is_not_cut_where_a_minute_is_over() -> None:
    text = SRT.replace("in May.", "in May and")

    assert text_of(text) == "00:00:01\n\nThe herons left the fen in May and Nobody saw them go."


def test_webvtt_keeps_speakers_and_leaves_out_settings_notes_and_styles() -> None:
    text = (
        "WEBVTT - The fen\nKind: captions\n\nNOTE not for people\n\nSTYLE\n::cue { color: red }\n\n"
        "intro\n00:01.000 --> 00:03.000 align:start\n<v.loud Ann Lee>They left &amp; flew,</v>\n\n"
        "00:03.000 --> 00:05.000\n<v Ann Lee>far away.\n\n00:05.000 --> 00:07.000\n<v Bo>When?\n"
    )

    assert detect(text.encode(), "a.vtt") == "text/vtt"
    assert text_of(text, "a.vtt") == (
        "00:00:01\n\nAnn Lee: They left & flew, far away.\n\nBo: When?"
    )


def test_names_before_the_words_are_speakers() -> None:
    text = "00:00:01,0 --> 00:00:02,0\n>> ANN: They left.\n- Bo: When?\n\n"
    more = "00:00:02,0 --> 00:00:03,0\n- In May.\n"

    assert text_of(text + more) == "00:00:01\n\nANN: They left.\n\nBo: When? In May."


def test_captions_that_roll_up_say_everything_once() -> None:
    text = (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nthe<00:00:00.500><c> herons</c>\n\n"
        "00:00:02.000 --> 00:00:04.000\nthe herons\nleft<00:00:03.000><c> us</c>\n\n"
        "00:00:04.000 --> 00:00:06.000\nleft us\n"
    )

    assert text_of(text, "a.vtt") == "00:00:00\n\nthe herons left us"
