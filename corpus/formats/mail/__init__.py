"""E-mail: who wrote what to whom and when, in messages, mailboxes and what Outlook saves."""
