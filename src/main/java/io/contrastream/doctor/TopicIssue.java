package io.contrastream.doctor;

import io.contrastream.doctor.Finding.Result;

/** What is amiss with a topic, in words that fit any topic with the same trouble. */
record TopicIssue(Result result, String seen, String remedy) {}
