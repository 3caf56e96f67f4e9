/** Sends inputs of all modalities to their topics, singly or in pairs, and counts the outputs. */
package io.contrastream.feed;
