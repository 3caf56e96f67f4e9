/** Sends digits to the images topic, singly or in pairs, and counts the outputs. */
package io.contrastream.feed;
