"""What the centre knows and laptops look up: relief points, streets, campaigns, calendars."""
