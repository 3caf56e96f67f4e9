/** Commands that run a process on Kafka (broker, processor, trainer) or work on its topics. */
package io.contrastream.cli.stream;
