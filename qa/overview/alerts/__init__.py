"""Alerts: questions and topics that are asked again when documents come, and what is new."""
