/**
 * The newest records of topics, for live views: a bounded part of each topic, committed records
 * only, without a consumer group.
 */
package io.contrastream.topic.history;
