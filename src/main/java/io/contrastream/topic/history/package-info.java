/**
 * The newest of what topics hold, for those who look at them live: a bounded part of the records,
 * committed ones only, without a consumer group.
 */
package io.contrastream.topic.history;
