"""What visitors see of the garden: promoted and retracted in counted, reversible acts; files put there from outside."""
