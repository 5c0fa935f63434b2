"""Markdown becomes its words: nothing of them is lost, nothing of the marks is quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import CorpusError, Document, EmptyDocument, Source
from corpus.formats.markdown import read_markdown
from corpus.language.sentences import paragraphs, sentences
from corpus.media_type import looks_like_markdown


def read(text: str) -> Document:
    return read_markdown(text.encode(), Source("test:x", "my_notes.md"))


FOR_TEN = "For 10 pins\n\nTurn it.\n\n1. Pull\n\nEnd"
BIND = "1. Bind.\n\nTip\n\nBe near.\n2. Go."
LINUX = "Linux\n\nRun it.\n\nMac\n\nClick it."


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Some *words* in **bold** and `code`.", "Some words in bold and code."),
        ("A [link](https://example.org) and <https://a.org>.", "A link and https://a.org."),
        ("An ![image of it](x.png).", "An image of it."),
        ("a &amp; b &lt;c&gt; \\*d\\*", "a & b <c> *d*"),
        ("~~gone~~ not", "not"),
        ("It is ~~40~~ 55 now, <del>or 60</del> I say.", "It is 55 now, I say."),
        (
            "See [[Ann Lee|the boss]] of [[Fen#Reeds]] and ![[map.png]].",
            "See the boss of Fen > Reeds and .",
        ),
        ("Code `[[a]] ~~b~~` and x[[1]] stay.", "Code [[a]] ~~b~~ and x[[1]] stay."),
        ("Seen. %%hidden%% At 5%% of 6%% more.", "Seen.  At 5%% of 6%% more."),
        ("a\n\n%%\nhidden\n\nstill\n%%\n\nb", "a\n\nb"),
        ("> [!warning] No boats\n> Go away.", "No boats\n\nGo away."),
        ("> [!NOTE]\n> Go away.", "Note\n\nGo away."),
        ("1986\\. A great year.", "1986. A great year."),
        ("12. Twelve\n13. Thirteen", "12. Twelve\n13. Thirteen"),
        (
            "It rose.[^1] It fell.[^b]\n\n[^1]: Since 2020.\n[^b]: https://a.org",
            "It rose.[1] It fell.[b]\n\n[1] Since 2020.\n[b] https://a.org",
        ),
        ("[^1]: https://a.org", "[1] https://a.org"),
        ("1,500^3^ and H~2~O, 2^nd^, x^2+y^2", "1,500[3] and H2O, 2nd, x^2+y^2"),
        ("1,500<sup>3</sup> and <sup>[4](#n)</sup>", "1,500[3] and [4]"),
        ("An ==important== thing ^block-id", "An important thing"),
        ("Term\n: What it is\n: Or that", "Term: What it is\nOr that"),
        (":::tip Mind\nThe gap.\n:::", "Mind\nThe gap."),
        ("!!! danger\n    The gap.", "Danger\nThe gap."),
        ("# Title {#top .big}\n\na", "Title\n\na"),
        ('![Top](a.png){: .left width="9"} A [way](b){target="_blank"} up.', "Top A way up."),
        ("Use **it**{.red} and `x`{#y}, {z} stays.", "Use it and x, {z} stays."),
        ("Press it.\n{: .note }", "Press it."),
        ('??? "For 10 pins"\n\n    **Turn** it.\n\n    1. Pull\n\nEnd', FOR_TEN),
        ("1. Bind.\n\n    !!! tip\n\n        Be *near*.\n\n2. Go.", BIND),
        ('=== "Linux"\n\n    Run [it](a).\n\n=== "Mac"\n\n    Click it.', LINUX),
        ("!!! note\n\n    ```\n    !!! a\n    ```\n\n        code", "Note\n\n!!! a\n\ncode"),
        ("```\n!!! note\n    x = 1\n{% if a %}\n```", "!!! note\n    x = 1\n{% if a %}"),
        ('{% hint style="info" %}\nMind it.\n{% endhint %}', "Mind it."),
        ("{{< note >}}\nMind {{< it >}}.\n{{< /note >}}", "Mind {{< it >}}."),
        ("```{image} a.png\n:width: 9px\n```\n\nEnd", "End"),
        ("```{warning} Mains\n:class: x\n\nCall **us**.\n```", "Mains\n\nCall us."),
        ("```{note}\nMind it.\n```", "Note\n\nMind it."),
        ("```{code-block} py\n:linenos:\n\nx = **2\n```", "x = **2"),
        ("<table><tr><td>a &amp;</td><td>big<sup>2</sup></td></tr></table>", "a & | big[2]"),
        ("wrapped\nline  \nbroken<br>again<BR/>again", "wrapped line\nbroken\nagain\nagain"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("> quoted\n> words\n\nown", "quoted words\n\nown"),
        ("```py\nx = 1\n\ny = 2\n```\n\nend", "x = 1\n\ny = 2\n\nend"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("words <!-- hidden --> seen", "words  seen"),
        ("<!--\n\nhidden\n\n-->\n\nseen", "seen"),
        ("<script>\nalert(1)\n</script>\n\nseen", "seen"),
        ("<style>\np {}\n</style>\n\nseen", "seen"),
        ("<div>\nkept <b>bold</b>\n</div>\n\nseen", "kept bold\n\nseen"),
        ("\ufeffwords", "words"),
        ("a\r\n\r\nb", "a\n\nb"),
    ],
)
def test_words_stay_and_marks_go(markdown: str, words: str) -> None:
    assert read(markdown).text == words


def test_headings_are_lines_of_the_text_under_their_titles() -> None:
    document = read("# *The* Title\n\nWords.\n\nSub\n---\n\nMore.\n\n### Deep #\n\n#\n\nEnd.")

    assert document.text == "The Title\n\nWords.\n\nSub\n\nMore.\n\nDeep\n\nEnd."
    found = [(h.level, h.title, document.text[h.start : h.end]) for h in document.headings]
    assert found == [(1, "The Title", "The Title"), (2, "Sub", "Sub"), (3, "Deep", "Deep")]


def test_the_title_is_told_or_the_first_heading_or_the_name_of_the_file() -> None:
    assert read("---\ntitle: Told\n---\n# Head\n\nx").title == "Told"
    assert read("## Sub\n\n# Head\n\nx").title == "Head"
    assert read("x").title == "my notes"


def test_what_was_left_out_is_said() -> None:
    assert read("a ~~b~~ %%c%%").notes == (
        "Struck-out words were left out.",
        "Comments were left out.",
    )
    assert read("a\n\n%% b %%").notes == ("Comments were left out.",)
    assert read("a").notes == ()


def test_a_table_keeps_its_cells_and_its_head() -> None:
    document = read(
        "a\n\n| Bird | kg |\n|---|---|\n| Heron | |\n| | *2* |\n\n- x\n\n  | |\n  |---|\n  | y |"
    )
    first, second = document.tables
    cells = [[document.text[c.start : c.end] for c in row] for row in first.rows]

    assert cells == [["Bird", "kg"], ["Heron", ""], ["", "2"]]
    assert (first.heads, second.heads) == (1, 0)


@pytest.mark.parametrize(
    "words", ["Total 24.00", "Tea   3", "€ 24", "6 May 2024", "Date: 2024-05-06"]
)
def test_an_underlined_number_or_date_of_a_receipt_is_no_heading(words: str) -> None:
    for line in ("=======", "-------"):
        document = read(f"{words}\n{line}\n\nThank you.")

        assert document.text.split() == [*words.split(), "Thank", "you."]
        assert (document.title, document.headings) == ("my notes", ())


def test_underlined_lines_of_a_receipt_can_be_quoted_and_name_nothing() -> None:
    document = read("Heron Café\n\nTea 3.00\nCake 4.00\n=====\n\nSum\n=====\n\n7.00")

    assert document.text == "Heron Café\n\nTea 3.00 Cake 4.00\n\nSum\n\n7.00"
    assert (document.title, [h.title for h in document.headings]) == ("my notes", ["Sum"])


def test_an_underlined_heading_at_the_top_is_the_title() -> None:
    for title in ("The Herons of 2019", "Chapter 3", "March of the herons", "Release 3.10"):
        assert read(f"{title}\n=====\n\nWords.\n\n# Other").title == title
    assert read("Words.\n\nLater\n=====\n\n# Marked").title == "Marked"


def test_front_matter_is_no_part_of_the_text() -> None:
    document = read("---\ntitle: Told\nauthor: Ann\ndate: 2020-01-01\n---\n\nWords.")

    assert document.text == "Words."
    assert (document.author, document.published) == ("Ann", "2020-01-01")


def test_lists_keep_their_numbers_and_depth() -> None:
    markdown = "Intro:\n\n- a\n- b\n  - c\n  - d\n- e\n\n3. x\n4. y\n\n   more of y\n\nEnd."

    assert read(markdown).text == (
        "Intro:\n\n- a\n- b\n  - c\n  - d\n- e\n\n3. x\n4. y\n\nmore of y\n\nEnd."
    )


def test_each_list_item_and_table_row_can_be_quoted_alone() -> None:
    text = read("- One.\n- Two. More.\n\n| a | b |\n|---|---|\n| 1 | *2* |\n\nEnd.").text
    cut = [
        text[start:end]
        for paragraph in paragraphs(text, 0, len(text))
        for start, end in sentences(text, *paragraph)
    ]

    assert cut == ["- One.", "- Two.", "More.", "a | b", "1 | 2", "End."]


@pytest.mark.parametrize(
    "markdown", ["# ", "---", "<!-- only this -->", "[x]: https://a.org", "***"]
)
def test_markdown_without_words_is_refused(markdown: str) -> None:
    with pytest.raises(EmptyDocument, match="no words"):
        read(markdown)


@pytest.mark.parametrize(
    ("text", "is_markdown"),
    [
        ("# Title\n\nWords.", True),
        ("Words.\n\n## Sub\n\nMore.", True),
        ("See [this](https://example.org).", True),
        ("A **bold** claim.", True),
        ("```\ncode\n```", True),
        ("| a | b |\n|---|---|\n| 1 | 2 |", True),
        ("> quoted", True),
        ("Plain words - with a dash. 3 * 4 = 12.", False),
        ("- a list\n- of things", False),
        ("#hashtag and C# and [1] and (x)", False),
        ("# a comment of a script\nrun --fast", False),
    ],
)
def test_plain_text_is_not_taken_for_markdown(text: str, is_markdown: bool) -> None:
    assert looks_like_markdown(text) is is_markdown


def test_deep_lists_lose_no_words() -> None:
    """The parser by itself passes over what lies deeper than ten lists."""
    markdown = "\n".join("  " * depth + f"- depth {depth}" for depth in range(30))

    assert read(markdown).text == markdown


@pytest.mark.parametrize(
    "mark", ["> ", "- ", "1. ", "*a ", "**", "[", "![", "<b>", "`", "| ", "\\"]
)
def test_nesting_without_end_does_not_stop_the_reader(mark: str) -> None:
    assert read("Words.\n\n" + mark * 3000 + "deep").text.startswith("Words.")


MARKS = (
    "# ", "## ", "\n", "\n\n", "- ", "1. ", "> ", "    ", "*", "**", "`", "```\n", "|", "|---|\n",
    "[", "](x)", "<b>", "<!--", "-->", "<script>", "&amp;", "\\", "---\n", "word ", "Word.", "😀",
    "e\u0301", "\u2028", "\f", "\r\n", "\t", "~~", "![", "<br>",
)  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_laid_out_with_its_headings_in_place_or_refused(markdown: str) -> None:
    try:
        document = read(markdown)
    except CorpusError:
        return
    end = 0
    for heading in document.headings:
        assert end <= heading.start < heading.end
        assert document.text[heading.start : heading.end] == heading.title
        end = heading.end
    assert end <= len(document.text)
    assert "\r" not in document.text
    assert read(markdown) == document


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=12))
def test_no_word_is_lost_whatever_block_it_stands_in(words: list[str]) -> None:
    forms = ("# {}", "{}", "- {}", "7. {}", "> {}", "**{}**", "| {} |\n|---|", "```\n{}\n```")
    blocks = [forms[n % len(forms)].format(word) for n, word in enumerate(words)]

    found = read("\n\n".join(blocks)).text.split()

    assert [word for word in found if word in words] == words


def test_directives_in_directives_end() -> None:
    """Each fence is longer than those in it; what lies too deep is shown as it stands."""
    inside = "Mind **it**."
    for ticks in range(3, 9):
        inside = f"{'`' * ticks}{{note}}\n{inside}\n{'`' * ticks}"
    text = read(inside).text
    assert text.startswith("Note\n\nNote\n\nNote\n\n`")
    assert text.count("Mind **it**.") == 1
