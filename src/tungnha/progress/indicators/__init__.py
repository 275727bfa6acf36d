"""What a plan watches and no register counts (chỉ số theo dõi): one unit types it, with its day and its source."""
