"""Plans and reasons on paper: reports, pages, dossiers, answers to hand on."""
