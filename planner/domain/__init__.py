"""The shared vocabulary: rules, calendars, agreements, reference data, wording, errors."""
