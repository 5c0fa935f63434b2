"""What of a page is read: all that is seen of its text, and nothing that stands around it."""

import pytest

from corpus import Document, Source, read

SOURCE = Source("test:page", "page.html")
TEXT = "The council voted to close the east quay. Ida Brandt led it, and forty boats had to move."
P = f"<p>{TEXT}</p>"


def page(body: str, head: str = "") -> Document:
    html = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read(html.encode(), SOURCE)


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div class="site no-sidebar">',
        '<div class="layout content-with-sidebar">',
        '<div class="sidebar">',
        '<div id="newsletter">',
        '<div class="modal">',
        '<div id="app" aria-hidden="true">',
        '<div role="dialog">',
        "<nav>",
        "<aside>",
        "<footer>",
        '<form action="Default.aspx"><input type="hidden" value="x">',
        '<form action="Default.aspx"><input type="text"><select><option>Option</select>',
    ],
)
def test_what_wraps_most_of_the_page_is_read(wrapper: str) -> None:
    assert page(f"{wrapper}<h2>Quay</h2>{P}").text == f"Quay\n\n{TEXT}"


@pytest.mark.parametrize(
    "title",
    ["Related work", "Market share", "Informed consent", "Social impact", "Comments received",
     "Cookies", "Newsletter", "Sharing", "Comments", "Advertisement", "Sidebar"],
)  # fmt: skip
def test_an_id_that_is_made_of_a_title_hides_nothing(title: str) -> None:
    name = title.lower().replace(" ", "-")
    section = f'<section id="{name}"><h2>{title}</h2><p>Two villages lost a school.</p></section>'

    assert page(P + section).text == f"{TEXT}\n\n{title}\n\nTwo villages lost a school."


@pytest.mark.parametrize(
    "around",
    [
        '<div class="cookie-banner">We use cookies. <button>Fine</button></div>',
        '<div id="onetrust-consent-sdk"><p>We value you.</p><a href="/p">More</a></div>',
        '<div class="newsletterSignup"><h3>News</h3><form><input type="email"></form></div>',
        '<div class="share-buttons">Share: <a href="/f">F</a> <a href="/x">X</a></div>',
        '<ul class="breadcrumbs"><li><a href="/">Home</a></li></ul>',
        '<div class="sidebar"><ul><li><a href="/a">About us</a></li></ul></div>',
        '<div class="related-posts"><a href="/1">One more</a> <a href="/2">And another</a></div>',
        '<div id="comments"><ol><li class="comment">First!</li></ol></div>',
        '<div id="comments"><h2>Comments</h2><form><textarea></textarea></form></div>',
        '<nav><a href="/">Home</a></nav>',
        "<footer>All rights reserved</footer>",
        '<form><label>Search</label><input type="search"></form>',
        "<button>Subscribe</button>",
        '<div><button aria-expanded="false">Menu</button><ul></ul></div>',
    ],
)
def test_what_stands_around_the_text_is_left_out(around: str) -> None:
    assert page(f"{around}{P}{around}").text == TEXT


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<table><tr><th>Firm</th><th>Share</th><tr><td>A</td><td class="share">38 %</table>',
         "Firm | Share\nA | 38 %"),
        ('<pre><span class="hljs-comment"># not lost</span></pre>', "# not lost"),
        ('<div class="comments"><p>The committee agrees.</p></div>', "The committee agrees."),
        ('<div class="sidebar"><p>The quay is forty metres long.</p></div>',
         "The quay is forty metres long."),
        ('<aside class="pullquote"><p>“We were not asked.”</p></aside>', "“We were not asked.”"),
        ("<blockquote><p>We go.</p><footer>Ann</footer></blockquote>", "We go.\n\nAnn"),
        ('<div role="alert">Do not swim.</div>', "Do not swim."),
        ('<div class="consent"><h4>Consent</h4>All signed.</div>', "Consent\n\nAll signed."),
        ('<div class="promo">The fair begins at noon.</div>', "The fair begins at noon."),
        ("<form><legend>Claim</legend><label>Boat</label><input></form>", "Claim\n\nBoat"),
        ("<label for=a>Who?</label><input id=a type=checkbox><p>All.</p>", "Who?\n\nAll."),
    ],
)  # fmt: skip
def test_a_name_alone_hides_nothing(body: str, text: str) -> None:
    assert page(P + body).text == f"{TEXT}\n\n{text}"


def test_what_opens_and_closes_is_read_under_its_title() -> None:
    document = page(
        f"{P}<h3><button aria-controls=a aria-expanded=false>When?</button></h3>"
        "<div id=a hidden><p>At noon.</p></div>"
        "<button class=accordion>What does it cost?</button><div>Forty crowns for each.</div>"
        "<details><summary>Who goes?</summary>Nobody.</details>"
    )

    assert [heading.title for heading in document.headings] == [
        "When?", "What does it cost?", "Who goes?",
    ]  # fmt: skip
    assert "When?\n\nAt noon.\n\nWhat does it cost?\n\nForty" in document.text
    assert document.text.endswith("Who goes?\n\nNobody.")


@pytest.mark.parametrize(
    ("forms", "read_as"),
    [
        ('<b aria-hidden="true">85 kr</b><i class="sr-only">85 crowns</i>', "85 kr"),
        ('<i class="visually-hidden">85 crowns</i><b aria-hidden="true">85 kr</b>', "85 kr"),
        ('<i class="offscreen">$12.99</i><b aria-hidden="true">$<i>12</i><i>99</i></b>', "$12.99"),
        ('<b aria-hidden="true">★★★★☆</b><i class="sr-only">4 of 5</i>', "4 of 5"),
        ('<i class="fa fa-home" aria-hidden="true"></i><i class="sr-only">Home:</i> 7', "Home: 7"),
        ('<b aria-hidden="true">€ 85</b>', "€ 85"),
        ('<i class="material-icons" aria-hidden="true">arrow_back</i>85', "85"),
        ('<i class="sr-only">Price:</i> 85', "85"),
        ('<i style="position:absolute;left:-9999px">Price:</i> 85', "85"),
        ('<s>40</s> <ins>55</ins> <i style="text-decoration: line-through">60</i>', "55"),
        ('<i style="font-size:1.2em">55</i>', "55"),
    ],
)
def test_of_a_form_for_eyes_and_one_for_ears_one_is_read(forms: str, read_as: str) -> None:
    assert page(f"{P}<p>{forms}</p>").text == f"{TEXT}\n\n{read_as}"


def test_struck_out_words_are_mentioned() -> None:
    assert page("<p>It is <del>40</del> 55.").notes == ("Struck-out words were left out.",)


def test_style_sheets_of_the_page_hide_and_show() -> None:
    sheet = "<style>.tab{display:none}.tab.active{display:block}.far{position:absolute;left:-999px}"
    body = "<div class=tab>Two</div><div class='tab active'>One</div><p class=far>Far</p>"

    assert page(P + body, f"{sheet}</style>").text == f"{TEXT}\n\nOne"


def test_a_shadow_tree_is_read_with_what_stands_in_its_slots() -> None:
    document = page(
        "<x-a><template shadowrootmode=open><style>.z{display:none}</style><p>At noon "
        "<slot name=who>nobody</slot><x-b><template shadowroot=open>leaves.</template></x-b></p>"
        "<p class=z>No</p><slot></slot></template><b slot=who>Elsa</b><p>It rains.</p></x-a>"
        "<template><p>No</p></template>"
    )

    assert document.text == "At noon Elsaleaves.\n\nIt rains."


def test_the_title_over_the_main_text_is_read_with_it() -> None:
    document = page(
        f"<header><h1>Quay closes</h1><p>By Ann</p></header><main>{P}</main><p>Imprint</p>"
    )

    assert document.text == f"Quay closes\n\nBy Ann\n\n{TEXT}"
