"""Makes the encoders that the tests of a user's own encoder use. Needs PyTorch (1.13 made them).

colour-1.pt, colour-2.pt: TorchScript, 3 x 32 x 32 -> 128; two versions of random weights.
gray-1.onnx, gray-2.onnx: ONNX, 1 x 28 x 28 -> 32.
picky.pt: TorchScript, 3 x 32 x 32 -> 4; NaN if the first value is 1, fails if it is 2 (of 255).
colour.csv: the vectors of colour-1.pt for two images of a formula, to compare with.
"""
import torch
from torch import nn


class Colour(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 8, 5, stride=3), nn.ReLU(), nn.Conv2d(8, 8, 3, stride=2), nn.Flatten(), nn.Linear(128, 128))

    def forward(self, images):
        return self.body(images)


class Gray(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 4, 5, stride=3), nn.ReLU(), nn.Flatten(), nn.Linear(256, 32))

    def forward(self, images):
        return self.body(images)


class Picky(nn.Module):
    def forward(self, images):
        first = torch.round(images[:, 0, 0, 0] * 255)
        if bool((first == 2).any()):
            raise RuntimeError("picky")
        vectors = images.flatten(1)[:, :4] + 1
        return torch.where((first == 1).unsqueeze(1), torch.full_like(vectors, float("nan")), vectors)


torch.jit.script(Picky()).save("picky.pt")
for version in (1, 2):
    torch.manual_seed(version)
    colour = Colour().eval()
    torch.jit.script(colour).save(f"colour-{version}.pt")
    if version == 1:
        values = (torch.arange(2 * 32 * 32 * 3) * 7 % 256).reshape(2, 32, 32, 3)  # the channels of a pixel together
        mean, deviation = torch.tensor([0.5, 0.4, 0.3]), torch.tensor([0.2, 0.3, 0.4])
        batch = ((values / 255 - mean) / deviation).permute(0, 3, 1, 2)
        with torch.no_grad():
            rows = colour(batch).tolist()
        with open("colour.csv", "w") as out:
            for row in rows:
                out.write(",".join(f"{number:.7g}" for number in row) + "\n")
    torch.manual_seed(10 + version)
    torch.onnx.export(
        Gray().eval(), torch.zeros(1, 1, 28, 28), f"gray-{version}.onnx", opset_version=13, input_names=["images"],
        output_names=["vectors"], dynamic_axes={"images": {0: "n"}, "vectors": {0: "n"}})
