/** Commands that train, measure and run a model on files, without Kafka. */
package io.contrastream.cli.model;
