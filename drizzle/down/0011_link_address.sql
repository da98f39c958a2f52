REVOKE EXECUTE ON FUNCTION checkout_promo(text, text, text) FROM referly_app;
