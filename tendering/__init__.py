"""From a project's need to a signed award: papers, seals, invitations, bids, opening, judging, letters."""
