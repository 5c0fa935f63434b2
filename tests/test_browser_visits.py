"""What the tests of the page rely on: a visit finds nothing of the one before."""

from typing import Any

from browser_site import Site, visiting

DOCUMENTS = {"swans.txt": "The survey counted 12 swans on the island."}
LEFT = """async () => [
  localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.permissions.query({ name: "clipboard-read" })).state,
]"""


def test_a_visit_finds_nothing_of_the_one_before(browser: Any, site: Site) -> None:
    with visiting(browser, site) as page:
        page.goto("/")
        page.wait_for_load_state("networkidle")
        before = page.evaluate(LEFT)
        page.evaluate(
            """async () => {
              localStorage.setItem("left", "1");
              sessionStorage.setItem("left", "1");
              document.cookie = "left=1; max-age=900";
              await caches.open("left");
              await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
            }"""
        )
        page.context.grant_permissions(["clipboard-read"])
        context, left = page.context, page.evaluate(LEFT)
        page.context.new_page().goto("/docs")

    assert all(was != now for was, now in zip(before, left, strict=True)), left
    with visiting(browser, site) as page:
        page.goto("/docs")
        assert page.context is context
        assert len(context.pages) == 2
        assert page.evaluate(LEFT) == [0, 0, "", 0, 0, before[-1]]


def test_visits_at_the_same_time_share_nothing(browser: Any, site: Site) -> None:
    with visiting(browser, site) as one, visiting(browser, site) as other:
        assert one.context is not other.context
