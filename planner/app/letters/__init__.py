"""Letters and mails, filled in from templates that are not trusted."""
