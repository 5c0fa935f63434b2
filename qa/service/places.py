"""Where the settings say that collections, keys and the secret of links are.

They are in the data directory, or in the store of PINCITE_STORE, which many servers share.
"""

from qa.config import Config
from qa.service.collection_place import CollectionPlace
from qa.service.data_folder import DataFolder
from qa.service.framed import FrameKey, StoredSecret
from qa.service.key_file import FILE, KeyFile
from qa.service.key_place import KeyPlace
from qa.wiring import drop_passages, drop_passages_of_folder, open_registry


def collection_place(config: Config) -> CollectionPlace:
    """Return where collections come and go."""
    if not config.store:
        return DataFolder(config.data, drop=lambda folder: drop_passages_of_folder(config, folder))
    from qa.service.stored_collections import StoredCollections

    registry = open_registry(config, keeps=True)  # it is asked with each request
    return StoredCollections(registry, lambda entry: drop_passages(config, entry))


def key_place(config: Config) -> KeyPlace:
    """Return where keys are."""
    if not config.store:
        return KeyFile(config.data / FILE)
    from qa.service.stored_keys import StoredKeys

    return StoredKeys(open_registry(config))


def frame_key(config: Config) -> FrameKey:
    """Return what signs links that show words."""
    return FrameKey(StoredSecret(open_registry(config)) if config.store else config.data)
