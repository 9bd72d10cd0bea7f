"""The processes beside the server that read, plan and answer, and what they are asked."""
