/**
 * What every process needs to start, fail and stop: exceptions whose messages are shown to users,
 * the lock on a folder, the log of long waits, and closing several resources in order.
 */
package io.contrastream.lifecycle;
