"""Monthly indicators of Finnish employment services, from the register's own extracts."""
