"""Between a reading and a letter: who wrote, what is asked, what is owed, who hears of it."""
