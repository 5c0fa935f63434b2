"""JSON is laid out as text: nothing is lost, escapes are resolved, numbers stay as written."""

import json

import pytest

from corpus import Source, detect
from corpus.reading import read


def text_of(data: str, name: str = "birds.json") -> str:
    return read(data.encode(), Source("test:birds", name), name).text


def test_records_name_their_fields_and_escapes_are_letters() -> None:
    assert text_of(
        '[{"bird": "K\\u00f6nig", "kg": 1.50}, {"bird": "\\ud83d\\ude00", "kg": 20}]'
    ) == ("bird: König; kg: 1.50\n\nbird: 😀; kg: 20")


def test_json_lines_are_records() -> None:
    assert text_of('{"a": 1}\n{"a": true, "b": null}\n\n{"a": ""}\n{"c": "d"}\n', "x.jsonl") == (
        "a: 1\n\na: true\n\nc: d"
    )


def test_what_is_nested_stands_under_its_name() -> None:
    text = (
        '{"title": "Fen", "birds": [{"name": "Heron", "eggs": {"most": 5}, "in": ["May", "June"]}]}'
    )

    assert text_of(text) == "title: Fen\n\nbirds\n\nname: Heron; eggs.most: 5; in: May, June"


def test_objects_in_lists_of_records_keep_their_place() -> None:
    assert text_of('[{"a": [{"b": 1}, {"b": 2}], "c": [[1, 2]]}, {"a": 3}]') == (
        'a.1.b: 1; a.2.b: 2; c: [["1", "2"]]\n\na: 3'
    )


def test_a_name_that_stands_twice_keeps_both_values() -> None:
    assert text_of('{"a": 1, "a": 2}') == "a: 1; a: 2"


def test_long_words_are_paragraphs_with_their_lines() -> None:
    text = json.dumps({"id": 7, "body": "One.\nTwo.", "end": "x"})

    assert text_of(text) == "id: 7\n\nbody: One.\nTwo.\n\nend: x"


def test_lists_of_lists_are_tables() -> None:
    assert (
        text_of('[["Bird", "kg"], ["Heron", 2], ["Owl", 1]]')
        == "Bird: Heron; kg: 2\n\nBird: Owl; kg: 1"
    )


@pytest.mark.parametrize("text", ["{not json}", "[1, 2", "{}\n", '"words"', "[]", "{a} and [b]"])
def test_what_is_no_json_is_text(text: str) -> None:
    assert detect(text.encode(), "x") == "text/plain"


def test_what_is_nested_without_end_costs_little() -> None:
    assert detect(b"[" * 100_000 + b"]" * 100_000, "x.json") == "text/plain"
    assert text_of('{"a":' * 900 + '"x"' + "}" * 900).startswith("a")


def test_a_notebook_is_what_it_shows() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Herons\n", "They **left**."]},
        {
            "cell_type": "code",
            "source": "count('heron')",
            "outputs": [
                {
                    "output_type": "execute_result",
                    "data": {"text/plain": ["42"], "text/html": "<b>"},
                },
                {"output_type": "stream", "text": "done\n"},
                {"output_type": "error", "ename": "KeyError", "evalue": "owl", "traceback": []},
            ],
        },
    ]
    notebook = json.dumps({"cells": cells, "nbformat": 4, "metadata": {}})
    document = read(notebook.encode(), Source("test:n", "n.ipynb"), "n.ipynb")

    assert document.text == (
        "Herons\n\nThey left.\n\ncount('heron')\n\n42\n\ndone\n\nKeyError: owl"
    )
    assert document.title == "Herons"
