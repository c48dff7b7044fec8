"""The demo world: three tenants, forty vendors, sixty contracts and fourteen months that tell a story (design.md 5)."""
