// Package api is everything that crosses between the kiosk and the backend: the wire types of /api/v1, the codes of its
// errors, its limits, and Personal, the type of every value that is about a person. It imports the standard library
// alone, so both programs can hold it in common without knowing each other.
package api
