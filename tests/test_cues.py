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
    more = "00:00:02,0 --> 00:00:03,0\nIn May or\n\n00:00:03,0 --> 00:00:04,0\nJune?\n"

    assert text_of(text + more) == "00:00:01\n\nANN: They left.\n\nBo: When?\n\nIn May or June?"


@pytest.mark.parametrize(
    ("cues", "said"),
    [
        (["ANN: I will not", "sign it.", "I have."], ["ANN: I will not sign it.", "I have."]),
        (["ANN: I will not,", "- Sign it!"], ["ANN: I will not,", "Sign it!"]),
        (["ANN: I will not", "— nor will Bo — sign."], ["ANN: I will not — nor will Bo — sign."]),
        (["ANN: No.", "- Did you?\n- Yes.", "ANN: No."],
         ["ANN: No.", "Did you?", "Yes.", "ANN: No."]),
        (["ANN: No.\nI did not."], ["ANN: No. I did not."]),
        (["ANN (by telephone): No."], ["ANN: No."]),
        (["ANN: No, I", "[BO] Yes!"], ["ANN: No, I", "[BO] Yes!"]),
        (["ANN: Did you? BO: Yes."], ["ANN: Did you?", "BO: Yes."]),
        (["- Did you? - Yes."], ["Did you?", "Yes."]),
        (["- ¿Quién?\n- 40 boats."], ["¿Quién?", "40 boats."]),
        ([">> ANN: Did you? >> Yes."], ["ANN: Did you?", "Yes."]),
        (["<v Ann>I will not.", "I have."], ["Ann: I will not.", "I have."]),
        (["<v Ann>I will\nnot. I said so.", "<v Ann>No."], ["Ann: I will not. I said so. No."]),
        (["<v Ann>I will not.</v> I have."], ["Ann: I will not.", "I have."]),
        (["<v Ann>- Did you?\n- Yes."], ["Ann: Did you?", "Yes."]),
        (["<v Ann>Did you?\n- Yes."], ["Ann: Did you?", "Yes."]),
        (["<v Ann>Did you? <v>Yes."], ["Ann: Did you?", "Yes."]),
    ],
)  # fmt: skip
def test_nobody_is_named_for_the_words_of_others(cues: list[str], said: list[str]) -> None:
    times = [f"00:00:0{n}.0 --> 00:00:0{n + 1}.0\n{cue}\n" for n, cue in enumerate(cues)]

    assert text_of("WEBVTT\n\n" + "\n".join(times), "a.vtt") == "\n\n".join(["00:00:00", *said])


def test_a_speaker_is_named_again_under_the_next_time() -> None:
    text = "00:01.000 --> 00:02.000\n<v Ann>No.\n\n01:02.000 --> 01:03.000\n<v Ann>I say no.\n"

    assert (
        text_of(f"WEBVTT\n\n{text}", "a.vtt")
        == "00:00:01\n\nAnn: No.\n\n00:01:02\n\nAnn: I say no."
    )


def test_captions_that_roll_up_say_everything_once() -> None:
    text = (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nthe<00:00:00.500><c> herons</c>\n\n"
        "00:00:02.000 --> 00:00:04.000\nthe herons\nleft<00:00:03.000><c> us</c>\n\n"
        "00:00:04.000 --> 00:00:06.000\nleft us\n"
    )

    assert text_of(text, "a.vtt") == "00:00:00\n\nthe herons left us"
