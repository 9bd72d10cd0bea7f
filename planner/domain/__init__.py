"""What everything else rests on: rules, calendars, agreements, words."""
