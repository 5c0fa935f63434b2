"""What is answered: questions become quotations with their citations."""
