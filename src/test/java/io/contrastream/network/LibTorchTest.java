package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.Test;

class LibTorchTest {

  @Test
  void shouldRefuseAnotherVersion() {
    assertThatThrownBy(() -> LibTorch.requireVersion("2.5.1"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("2.5.1")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH");
  }

  @Test
  void shouldStartTheVersionItWasBuiltFor() {
    assertThatCode(LibTorch::start).doesNotThrowAnyException();
  }

  @Test
  void shouldLeaveParallelismToOurThreads() {
    LibTorch.start();

    assertThat(JniUtils.getNumThreads()).isOne();
  }
}
