"""The encoders behind `vectorstore.embed.load_encoder`."""
