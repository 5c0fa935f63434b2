"""Style sheets of pages: followed where they are plain, and never hiding by mistake."""

import pytest

from corpus.formats.html.css import StyleSheet, declarations, is_off_screen, is_unseen


@pytest.mark.parametrize(
    ("css", "unseen"),
    [
        (".note{display:none}", True),
        ("p.note , .other { color:red; display : none !important }", True),
        ("/* .note{} */ #first{visibility:hidden}", True),
        (".a.note{display:none}", True),
        (".a.b.note{display:none}", False),
        ("div.note{display:none}", False),
        (".note{display:none} .note.a{display:block}", False),
        (".note.a{display:block} .note{display:none}", False),
        (".note{display:none} .open .note{display:block}", False),
        (".js .note{display:none}", False),
        (".note:not(.a){display:none}", False),
        ("@media print{.note{display:none}}", False),
        ("@import url(x); .note{display:none}", True),
        ("@media print{.x{color:red}} .note{display:none}", True),
    ],
)
def test_a_plain_rule_hides_and_a_stronger_one_shows(css: str, unseen: bool) -> None:
    style = StyleSheet(css).style("p", [".a", ".note", "#first"])

    assert is_unseen(style) is unseen


def test_what_only_screen_readers_find_is_off_screen() -> None:
    for style in (
        "position:absolute; left:-9999px",
        "position: absolute; width:1px; height:1px",
        "position:absolute!important; clip: rect(0, 0, 0, 0)",
        "text-indent:-9999px",
    ):
        assert is_off_screen(declarations(style))
    assert not is_off_screen(declarations("position:absolute; left:-4px; width:1px"))
