"""The commands of `pincite`, a module for each subject."""
