/**
 * What the servers of this program have in common: {@link io.contrastream.http.HttpServer}, the
 * checks of hosts and tokens, JSON, and the endpoints for monitoring.
 */
package io.contrastream.http;
