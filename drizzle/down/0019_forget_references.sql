DROP FUNCTION forget_references(text[], text[], text);
