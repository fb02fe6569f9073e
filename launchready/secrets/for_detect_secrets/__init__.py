"""What detect-secrets itself may load; nothing of ours does."""
