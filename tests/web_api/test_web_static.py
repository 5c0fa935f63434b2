"""What the pages load, under addresses that a browser may keep."""

import re

import pytest
from flask.testing import FlaskClient

LINKED = re.compile(r'(?:src|href)="(/static/[^"]*)"')


@pytest.mark.parametrize("page", ["/", "/docs", "/read/nothing"])
def test_whatever_a_page_links_to_is_kept_for_a_year(standing: FlaskClient, page: str) -> None:
    linked = LINKED.findall(standing.get(page).get_data(as_text=True))

    assert len(linked) > 3
    for address in linked:
        with standing.get(address) as response:
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/static/main.js", "/static/v-0123456789ab/main.js"])
def test_without_this_version_a_file_is_asked_about_at_each_use(
    standing: FlaskClient, path: str
) -> None:
    """So a page that was opened before an update still finds its modules, as they are now."""
    with standing.get(path) as response:
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.get_data(as_text=True).startswith("// Starts the page")
    with standing.get(path, headers={"If-None-Match": response.headers["ETag"]}) as again:
        assert again.status_code == 304


def test_what_is_not_there_is_not_kept(standing: FlaskClient) -> None:
    (script,) = re.findall(r'"(/static/\S*)/main\.js"', standing.get("/").get_data(as_text=True))
    response = standing.get(f"{script}/nothing.js")

    assert response.status_code == 404
    assert "max-age" not in response.headers.get("Cache-Control", "")
