-- What rides on a link's address is read wherever a link is shown, not only where visitors are sent on.
GRANT EXECUTE ON FUNCTION checkout_promo(text, text, text) TO referly_app;
