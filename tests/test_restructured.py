"""reStructuredText becomes its words: nothing of them is lost, nothing of the marks is quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import CorpusError, Damaged, Document, EmptyDocument, Source, detect
from corpus.formats.restructured import read_restructured


def read(text: str) -> Document:
    return read_restructured(text.encode(), Source("test:x", "my_notes.rst"))


LEVELS = """\
====
Pump
====

.. _pump:

Start
~~~~~

Turn it on.

Stop
~~~~

Turn it off.

Fast
''''

Pull the plug.
"""

GRID = """\
+-------+------------+
| Light | Means      |
+=======+============+
| red   | too hot,   |
|       | `call <x>`_|
+-------+------------+
| green | fine       |
+-------+------------+
"""

SIMPLE = """\
=====  =========
Light  Means
=====  =========
red    too hot,
       call
green  fine
=====  =========
"""

LISTED = """\
.. list-table:: Lights
   :header-rows: 1

   * - Light
     - Means
   * - red
     - too hot,
       call
   * - green
     - fine
"""

SEPARATED = """\
.. csv-table:: Lights
   :header: Light, Means

   red, "too hot,
   call"
   green, fine
"""
TABLE = "Light | Means\nred | too hot, call\ngreen | fine"


@pytest.mark.parametrize(
    ("restructured", "words"),
    [
        ("Some *words* in **bold** and ``a`b``.", "Some words in bold and a`b."),
        ("``x < y`` and ``**a**``", "x < y and **a**"),
        ("A `link <https://a.org>`_, a `name`_ and `more`__.", "A link, a name and more."),
        (":ref:`the pump <pump>`, :kbd:`F9` and :class:`~a.B`", "the pump, F9 and a.B"),
        ("Run :command:`git checkout <branch>` now.", "Run git checkout <branch> now."),
        ("Press x_y_z, a_b and __init__ < 3 & [4].", "Press x_y_z, a_b and __init__ < 3 & [4]."),
        ("See Pump_.\n\n.. _Pump: https://a.org", "See Pump."),
        ("T\\ *o*\\ p \\*a\\*", "Top *a*"),
        ("It is |v| of |w|.\n\n.. |v| replace:: *2.5*", "It is 2.5 of |w|."),
        ("It rose [1]_.\n\n.. [1] Since\n   2020.", "It rose [1].\n\n[1] Since 2020."),
        ("# 3 pumps\n- 4 fail\n1. year", "# 3 pumps - 4 fail 1. year"),
        (
            "a\n\n* one\n\n  more\n\n* two\n\n  - in\n\nb",
            "a\n\n- one\n\nmore\n\n- two\n  - in\n\nb",
        ),
        ("#. one\n#. two\n   more\n\nb\n\n7. seven", "1. one\n2. two more\n\nb\n\n7. seven"),
        ("a\n\n    * in a quotation\n\nb", "a\n\n- in a quotation\n\nb"),
        ("Pump\n  It *lifts*.\n\n  Water.\n\nb", "Pump: It lifts.\n\nWater.\n\nb"),
        ("Type this::\n\n  ls *\n    -l\n\nb", "Type this:\n\nls *\n  -l\n\nb"),
        ("::\n\n  x_\n\nb", "x_\n\nb"),
        (".. code-block :: sh\n   :linenos:\n\n   ls ``x``\n\nb", "ls ``x``\n\nb"),
        (".. note:: Mind *it*.\n   Now.\n\nb", "Note\n\nMind it. Now.\n\nb"),
        (".. warning::\n\n   Mind it.\n\n   .. tip:: Go.", "Warning\n\nMind it.\n\nTip\n\nGo."),
        (".. versionadded:: 2.1\n   Of use.", "Added in version 2.1\n\nOf use."),
        (".. image:: a.png\n   :alt: A pump\n\nb", "b"),
        (".. figure:: a.png\n   :width: 9\n\n   A pump\n\nb", "A pump\n\nb"),
        (".. a comment\n   of two lines\n\nb\n\n..\n\n    c", "b\n\nc"),
        ("a\n\n----\n\nb\n\n__ https://a.org", "a\n\nb"),
        ("| one\n| *two*\n\n:orphan:\n:By: Ann", "one\ntwo\n\nBy: Ann"),
        ("-v, --verbose  Say more\n-q             Say less", "-v, --verbose Say more\n-q Say less"),
        (GRID, TABLE),
        (SIMPLE, TABLE),
        (LISTED, f"Lights\n\n{TABLE}"),
        (SEPARATED, f"Lights\n\n{TABLE}"),
        (".. only:: html\n\n   a\n\nb", "a\n\nb"),
        (".. tab:: Linux\n   :x: 1\n\n   Type *ls*.", "Linux\n\nType ls."),
        (".. code-block::\n   :caption: a\n   :x: b\n\n   a *= 2", "a *= 2"),
        (".. toctree::\n   :maxdepth: 2\n\n   start\n\nb", "b"),
        (".. include:: /etc/hostname\n\nb", "b"),
        (".. csv-table::\n   :file: /etc/hostname\n\nb", "b"),
        (".. raw:: html\n\n   <b>a</b>\n\nb |x|\n\n.. |x| raw:: html\n\n   <br>", "b"),
        ("10\\ :sup:`6` m\\ :sup:`2`, H\\ :sub:`2`\\ O", "10⁶ m², H2O"),
        ("Press |a| now.\n\n.. |a| image:: a.png\n   :x: y", "Press now."),
        ("a [#]_ b [#x]_\n\n.. [#] One.\n.. [#x] Two.", "a [1] b [2]\n\n[1] One.\n\n[2] Two."),
        ("c) three\nd) four", "c. three\n\nd. four"),
        ("====  ===\na     b\n====  ===\nword word2\n====  ===", "a     b\nword word2"),
        ("A\n=\n\nb\n\n.. only:: html\n\n   C\n   -\n\n   d", "A\n\nb\n\nC\n\nd"),
        (".. list-table::\n\n   * - a\n     - b\n   * - c", "* - a\n  - b\n* - c"),
        (".. role:: raw-x(raw)\n   :format: html\n\na\\ :raw-x:`<br>`\\ b", "ab"),
        ("Say |a|.\n\n.. |a| replace:: b |c|", "Say b |c|."),
        ("Say |a|.\n\n.. |a| replace:: " + "b" * 10_001, "Say |a|."),
        ("+---+---+\n| a | b |\n|   +---+\n|   | c |\n+---+---+", "a | b\na | c"),
        ("+---+---+\n| a     |\n+---+---+\n| b | c |\n+---+---+", "a | a\nb | c"),
        ("+-------+\n| +---+ |\n| | a | |\n| +---+ |\n+-------+\n| b     |\n+-------+", "a\nb"),
        (f"{'word ' * 3000}*end*", f"{'word ' * 3000}end"),
    ],
)
def test_words_stay_and_marks_go(restructured: str, words: str) -> None:
    assert read(restructured).text == words


def test_headings_get_their_levels_in_the_order_they_come_in() -> None:
    document = read(LEVELS)

    found = [(one.level, one.title) for one in document.headings]
    assert found == [(1, "Pump"), (2, "Start"), (2, "Stop"), (3, "Fast")]
    assert document.title == "Pump"
    assert "Turn it on." in document.text
    assert all(document.text[one.start : one.end] == one.title for one in document.headings)


def test_a_table_has_its_heads() -> None:
    for text in (GRID, SIMPLE, LISTED, SEPARATED):
        (table,) = read(text).tables
        assert (table.heads, len(table.rows)) == (1, 3)


def test_the_name_tells_it_from_other_text() -> None:
    assert detect(LEVELS.encode(), "pump.rst") == detect(b"Words.", "A.RST") == "text/x-rst"
    assert detect(b"Words.", "pump.txt") == "text/plain"


def test_deep_nesting_is_read_or_refused() -> None:
    def nested(depth: int) -> str:
        return "\n\n".join("  " * level + f"* level{level}" for level in range(depth))

    assert read(nested(30)).text.count("level") == 30
    with pytest.raises(Damaged, match="nested too deeply"):
        read(nested(300))


def test_substitutions_end() -> None:
    doubled = "".join(f".. |a{n}| replace:: |a{n + 1}| |a{n + 1}|\n" for n in reversed(range(40)))
    assert len(read(f".. |a40| replace:: bomb\n{doubled}\n|a0|").text) < 10_000
    assert read(".. |a| replace:: |b|\n.. |b| replace:: |a|\n\nSay |a|.").text == "Say |a|."


def test_nothing_is_told_of_errors(capfd: pytest.CaptureFixture[str]) -> None:
    document = read("Short title\n=====\n\n*open ``open :x\n\n.. image::\n\nEnd")
    assert document.text == "Short title\n\n*open ``open :x\n\nEnd"
    assert capfd.readouterr() == ("", "")


@given(st.text(alphabet="ab1 \n`*_|:.=-+~[]<>\\#", max_size=120))
def test_any_text_is_read(text: str) -> None:
    try:
        read(text)
    except EmptyDocument:
        assert not any(map(str.isalnum, text)) or any(mark in text for mark in ".:_`|[<-")
    except CorpusError as exc:
        pytest.fail(str(exc))
