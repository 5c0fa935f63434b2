"""The model that says whether words follow from other words."""
