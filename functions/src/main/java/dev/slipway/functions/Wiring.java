package dev.slipway.functions;

