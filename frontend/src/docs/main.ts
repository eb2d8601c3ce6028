/** The page of the API: the server's own description, shown by a custom element that asks no other host. */
import "rapidoc";
